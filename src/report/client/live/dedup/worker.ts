// The worker of a page of `virtcost dedup`.
import '../jitless.ts';

import { panelModel } from '../page-panel.ts';
import { serve } from '../serve.ts';
import { type DedupPageData, dedupPanel } from './panel.ts';

serve((data) => {
  const given = data as DedupPageData;
  return panelModel(given.words, dedupPanel(given));
});
