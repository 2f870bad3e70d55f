// The worker of a page of `virtcost plan`.
import '../jitless.ts';

import { panelModel } from '../page-panel.ts';
import { serve } from '../serve.ts';
import { type PlanPageData, planPanel } from './panel.ts';

serve((data) => {
  const given = data as PlanPageData;
  return panelModel(given.words, planPanel(given));
});
