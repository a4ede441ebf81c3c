// Loaded before a program: says on stderr what it cost.
const { readFileSync, statSync } = require('node:fs')

process.on('exit', () => {
  const own = Object.keys(require.cache).filter((file) => file !== __filename)
  const node = process.moduleLoadList.filter((name) => name.startsWith('NativeModule '))
  const bytes = own.reduce((sum, file) => sum + statSync(file).size, 0)
  process.stderr.write(`peak ${peak()}\nfiles ${own.length} ${bytes} ${node.length}\n`)
})

// In KB. What Linux says of a process counts the one that started it as well, but for this.
function peak() {
  try {
    return /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  } catch {
    return process.resourceUsage().maxRSS
  }
}
