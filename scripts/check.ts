/** Everything that `npm test` checks besides the tests. */
import { runSteps } from './steps.ts';

const results = await runSteps();
if (results.some(({ passed }) => !passed)) process.exitCode = 1;
