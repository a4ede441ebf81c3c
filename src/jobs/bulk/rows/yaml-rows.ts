import { isSeq, LineCounter, parseDocument } from 'yaml'
import { readYaml } from '../../../call/request/yaml-document.js'
import { inputFault } from './row.js'

/** What a YAML document holds, and the lines that the elements of its lists begin on. */
export interface YamlContent {
  value: unknown
  /** 1-based line of element `index` of the list that is the root, or the root's property `list`. */
  lineOf(list: string | undefined, index: number): number
}

/** Understands a YAML document whole. Throws a UsageError that says where it breaks. */
export function yamlContent(text: string): YamlContent {
  const read = readYaml(text)
  if ('fault' in read) {
    throw inputFault('bad_yaml', `${read.place}: this is no YAML`, 'check the file there', read.fault)
  }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent', lineCounter })
  return {
    value: read.value,
    lineOf(list, index) {
      const seq = list === undefined ? document.contents : document.get(list, true)
      const item = isSeq(seq) ? (seq.items[index] as { range?: [number, number, number] } | undefined) : undefined
      return item?.range ? lineCounter.linePos(item.range[0]).line : 1
    },
  }
}
