// Before any schema is made: the content policy of a page forbids code made at run time, and each schema would try.
import { z } from 'zod';

z.config({ jitless: true });
