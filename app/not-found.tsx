import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { buttonClass } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <AuthFrame title="There is no such page" intro="The address is wrong, or what it showed is gone.">
      <Link href="/" className={buttonClass('default', 'touch', 'justify-center')}>
        To the overview
      </Link>
    </AuthFrame>
  )
}
