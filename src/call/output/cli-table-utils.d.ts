declare module 'cli-table3/src/utils.js' {
  const utils: {
    strlen(text: string): number
    pad(text: string, length: number, filler: string, direction: string | null): string
    truncate(text: string, length: number, mark?: string): string
  }
  export default utils
}
