/** The formats an answer can be printed in (contract, section 3). */
export const formats = ['table', 'json', 'jsonl', 'yaml', 'csv'] as const
export type Format = (typeof formats)[number]

/** Every format but the table is made for programs: there each line on stderr is one JSON object. */
export function isMachineFormat(format: Format): boolean {
  return format !== 'table'
}
