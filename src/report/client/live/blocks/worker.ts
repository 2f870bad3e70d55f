// The worker of a page of `virtcost blocks replay`.
import '../jitless.ts';

import { panelModel } from '../page-panel.ts';
import { serve } from '../serve.ts';
import { type BlocksPageData, blocksPanel } from './panel.ts';

serve((data) => {
  const given = data as BlocksPageData;
  return panelModel(given.words, blocksPanel(given));
});
