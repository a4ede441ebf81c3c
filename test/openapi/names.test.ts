/** The table of names as YAML reads it. */

import { expect, it } from 'vitest'
import { readTable } from '../../generate/names.js'

it.each([
  ['flags:\n  color: Colours (#rgb)\n', undefined],
  [
    'flags:\n  color: Colours (#rgb or #rrggbb), dark\n',
    't.yaml, line 2: the text is cut at "#rrggbb), dark"; put it in quotes',
  ],
  ['a:\n  - List the key #1\n', /line 2: the text is cut/],
  ['a: "Colours #rgb"\nb: \'#rgb\'\n', undefined],
  ['# Help shared by every topic.\na: text\n# Another.\nb: [x]\n', undefined],
  ['a:                 # why\n  b: c\n', undefined],
  ['a: |\n  one #two\n', undefined],
])('%j', (text, why) => {
  const read = () => readTable(text, 't.yaml')
  if (why === undefined) expect(read).not.toThrow()
  else expect(read).toThrow(why)
})
