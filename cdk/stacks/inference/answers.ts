/** Where a container is told to answer, and where its answers go. */
export const ANSWERS = 'answers/'
