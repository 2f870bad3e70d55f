// The worker of a page of `virtcost run`.
import '../jitless.ts';

import { serve } from '../serve.ts';
import { runModel } from './model.ts';

serve(runModel);
