/**
 * Colours of damage types: the same here, on annotated photos and in reports. People with any common
 * colour vision can tell them apart; names stand beside them everywhere all the same.
 */
export { colourOf, inkOn } from '../inference/cli/annotate/colours.ts'
