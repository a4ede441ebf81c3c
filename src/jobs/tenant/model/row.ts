/** An object as Logto answers it, or as the files have it. */
export type Row = Record<string, unknown>
