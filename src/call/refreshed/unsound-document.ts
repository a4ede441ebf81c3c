/** A document that cannot be Logto's, with the reason. */
export class UnsoundDocument extends Error {}
