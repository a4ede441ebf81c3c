/** A page of help about no command: `logto help NAME`. */
export interface HelpTopic {
  name: string
  /** One line for the root help. */
  summary: string
}

/** The pages there are, in the order of the root help. */
export const helpTopics: readonly HelpTopic[] = []
