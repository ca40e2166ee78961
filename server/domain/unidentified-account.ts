/** Stands for the account of the program's own credentials until AWS has told which one that is. */
export const UNIDENTIFIED_ACCOUNT = '000000000000'
