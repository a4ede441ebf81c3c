/** Looks for the project file of a folder from within it, and prints what was found and noticed. */
import { findProjectFile } from '../../../../src/access/profiles/project-file.js'

process.chdir(process.argv[2] ?? '.')
const notices: string[] = []
const found = await findProjectFile(process.cwd(), (text) => notices.push(text))
process.stdout.write(`${JSON.stringify({ found, notices })}\n`)
