'use client'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { useScope } from './use-scope.ts'

type Props = Omit<ComponentProps<typeof Link>, 'href'> & { href: string }

/** A link inside Sightline that carries scope and time. */
export function ScopedLink({ href, prefetch = false, ...props }: Props) {
  const { withScope } = useScope()
  return <Link href={withScope(href)} prefetch={prefetch} {...props} />
}
