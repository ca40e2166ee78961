import type { Remediation } from '#server/checks/define-check.ts'

/** What to do where two things that are bad each by itself meet: neither needs to wait for the other. */
export const breakApart = (text: string): Remediation => ({
  text: `${text} Each of the findings that meet here says by itself what to change; mending any one of them ends this one.`,
  cli: null,
  cloudformation: null,
  terraform: null,
})
