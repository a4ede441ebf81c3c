/** A page about the program itself, which `logto help NAME` prints. */
export interface HelpTopic {
  name: string
  summary: string
  /** The text, in lines of at most 80 columns. */
  page(): Promise<string>
}

/** The pages, in the order in which they are listed; each text is loaded when it is read. */
export const helpTopics: readonly HelpTopic[] = [
  {
    name: 'environment',
    summary: 'The environment variables that are read',
    page: async () => (await import('./topics/environment.js')).page,
  },
  {
    name: 'exit-codes',
    summary: 'What the exit codes and errors mean',
    page: async () => (await import('./topics/exit-codes.js')).page,
  },
  {
    name: 'output',
    summary: 'Formats, columns, queries, pages and secrets',
    page: async () => (await import('./topics/output.js')).page,
  },
  {
    name: 'profiles',
    summary: 'Which tenant a command is for, and with what right',
    page: async () => (await import('./topics/profiles.js')).page,
  },
  {
    name: 'bodies',
    summary: 'How the body of a request is given',
    page: async () => (await import('./topics/bodies.js')).page,
  },
  {
    name: 'searching',
    summary: 'How rows are searched, and how times are given',
    page: async () => (await import('./topics/searching.js')).page,
  },
]

/** The page that a word names. */
export function helpTopic(name: string | undefined): HelpTopic | undefined {
  return helpTopics.find((topic) => topic.name === name)
}
