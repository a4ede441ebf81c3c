/** The formats an answer can be printed in (contract, section 3). */
export const formats = ['table', 'json', 'jsonl', 'yaml', 'csv', 'text'] as const
export type Format = (typeof formats)[number]

/** Formats made for programs: there each line on stderr is one JSON object. `text` is for lines of shell, as the table. */
export function isMachineFormat(format: Format): boolean {
  return format !== 'table' && format !== 'text'
}
