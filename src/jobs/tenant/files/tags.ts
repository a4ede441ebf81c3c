import type { ScalarTag } from 'yaml'

/** What stands in a file in the place of a value: `!var NAME`, `!secret NAME`, `!file PATH`. */
export class Placeholder {
  constructor(
    readonly tag: 'var' | 'secret' | 'file',
    readonly name: string,
  ) {}
}

/** The tags of the files, for the YAML library. */
export const placeholderTags: ScalarTag[] = (['var', 'secret', 'file'] as const).map((tag) => ({
  tag: `!${tag}`,
  identify: (value: unknown) => value instanceof Placeholder && value.tag === tag,
  resolve: (text: string) => new Placeholder(tag, text.trim()),
  stringify: ({ value }) => (value as Placeholder).name,
}))
