/** Closes a run with one plain line of counts; a test file that could not run at all counts as failed. */
module.exports = class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    process.stdout.write(`Tests: ${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped\n`);
  }
};
