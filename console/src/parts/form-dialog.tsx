import { App, Button, type ButtonProps, Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { Failure } from './states.tsx'

/** A button that opens a form: what the API refuses is said in it, and once the API has taken it, it closes. */
export function FormDialog<Fields extends object>({
  action,
  title,
  saved,
  initial,
  change,
  onSave,
  children,
  ...button
}: {
  readonly action: string
  readonly title: string
  /** What is said once it is done. */
  readonly saved: string
  readonly initial: Partial<Fields>
  /** What `useChange` answers. */
  readonly change: { readonly error: ApiError | null; readonly isPending: boolean }
  readonly onSave: (fields: Fields) => Promise<unknown>
  /** The fields. */
  readonly children: ReactNode
} & Pick<ButtonProps, 'type' | 'size' | 'aria-label'>) {
  const t = useTexts(frameTexts)
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const [form] = Form.useForm<Fields>()
  const save = async (fields: Fields) => {
    const done = await onSave(fields).then(
      () => true,
      () => false,
    )
    if (!done) return
    message.success(saved)
    form.resetFields()
    setOpen(false)
  }
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {action}
      </Button>
      <Modal
        open={isOpen}
        title={title}
        okText={t('save')}
        confirmLoading={change.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {change.error ? <Failure error={change.error} /> : null}
        <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={save}>
          {children}
        </Form>
      </Modal>
    </>
  )
}
