// A whole scenario over worker threads, its rows at hand; the results folder is that of `virtcost run`.
import { runScenarioFile } from 'virtcost/node';

const [, , scenario = 'examples/sample.yaml', out = 'reports/library'] = process.argv;
const { rows } = await runScenarioFile(scenario, { out, workers: 2 });
for (const [study, list] of Object.entries(rows)) console.log(`${study}: ${list.length} rows`);
