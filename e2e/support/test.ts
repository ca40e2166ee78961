import { test as base, expect, type Page } from '@playwright/test'

// Asked for by the browser itself, in the moment of a reload, though the page names its own icon.
const OWN_QUESTION = /\/favicon\.ico\)$/

type Options = {
  /** What the browser may complain about in this journey, such as the 403 that it provokes. */
  expectedProblems: RegExp[]
}

/** Collects what no page may do: log an error, throw, break the content security policy, open a dialog. */
export function watch(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    const text = `console: ${message.text()} (${message.location().url})`
    if (message.type() === 'error' && !OWN_QUESTION.test(text)) problems.push(text)
  })
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => undefined)
  })
}

export const test = base.extend<Options>({
  expectedProblems: [[], { option: true }],
  page: async ({ page, expectedProblems }, use) => {
    const problems: string[] = []
    watch(page, problems)
    await use(page)
    const unexpected = problems.filter((text) => !expectedProblems.some((pattern) => pattern.test(text)))
    expect(unexpected, 'the browser has nothing to complain about').toEqual([])
  },
})

export { expect }
