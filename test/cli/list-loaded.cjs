// Loaded before the program: its last line on stderr is a JSON list of the files it loaded and of Node's own modules.
process.on('exit', () => {
  process.stderr.write(`\n${JSON.stringify([Object.keys(require.cache), process.moduleLoadList])}\n`)
})
