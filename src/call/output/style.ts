export function bold(text: string, colour: boolean): string {
  return colour ? `\u001b[1m${text}\u001b[22m` : text
}

export function dim(text: string, colour: boolean): string {
  return colour ? `\u001b[2m${text}\u001b[22m` : text
}

const tints = { red: 31, green: 32, yellow: 33 } as const

export function tinted(text: string, tint: keyof typeof tints, colour: boolean): string {
  return colour ? `\u001b[${tints[tint]}m${text}\u001b[39m` : text
}
