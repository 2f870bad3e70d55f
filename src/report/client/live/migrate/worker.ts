// The worker of a page of `virtcost migrate`.
import '../jitless.ts';

import { panelModel } from '../page-panel.ts';
import { serve } from '../serve.ts';
import { type MigratePageData, migratePanel } from './panel.ts';

serve((data) => {
  const given = data as MigratePageData;
  return panelModel(given.words, migratePanel(given));
});
