/** What is wrong with one row. */
export interface Fault {
  /** 1-based, among the rows of the input. */
  row: number
  /** 1-based line of the input. */
  line: number
  /** Column of the input, or the property of Logto's where several or none make it. */
  column?: string | undefined
  /** Such as `person.bad_email`. */
  code: string
  message: string
}

/** A fault of which it is not yet known where it stands. */
export type UnplacedFault = Pick<Fault, 'code' | 'message' | 'column'>

export function fault(code: string, message: string, column?: string): UnplacedFault {
  return { code: `person.${code}`, message, column }
}
