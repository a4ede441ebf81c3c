// Loaded before a program: says on stderr what it cost.
process.on('exit', () => {
  const own = Object.keys(require.cache).filter((file) => file !== __filename)
  const node = process.moduleLoadList.filter((name) => name.startsWith('NativeModule '))
  const bytes = own.reduce((sum, file) => sum + require('node:fs').statSync(file).size, 0)
  process.stderr.write(`peak ${process.resourceUsage().maxRSS}\nfiles ${own.length} ${bytes} ${node.length}\n`)
})
