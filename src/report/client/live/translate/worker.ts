// The worker of a page of `virtcost translate`.
import '../jitless.ts';

import { panelModel } from '../page-panel.ts';
import { serve } from '../serve.ts';
import { type TranslatePageData, translatePanel } from './panel.ts';

serve(async (data, files) => {
  const given = data as TranslatePageData;
  return panelModel(given.words, await translatePanel(given, files));
});
