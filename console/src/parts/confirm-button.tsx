import { App, Button, type ButtonProps, Popconfirm } from 'antd'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { useTask } from './use-task.ts'

/** Something that cannot be taken back: asks once, and says before what will happen. */
export function ConfirmButton({
  action,
  consequence,
  onConfirm,
  ...button
}: {
  /** As on the button: `退款 ¥12.00`. */
  readonly action: string
  /** What will happen, in a sentence. */
  readonly consequence: string
  readonly onConfirm: () => Promise<unknown>
} & Pick<ButtonProps, 'type' | 'danger' | 'disabled' | 'size'>) {
  const t = useTexts(frameTexts)
  const { message } = App.useApp()
  const { isBusy, run } = useTask(async () => {
    await onConfirm()
    message.success(t('done'))
  })
  return (
    <Popconfirm
      title={action}
      description={<div className="confirm-text">{consequence}</div>}
      okText={action}
      cancelText={t('cancel')}
      okButtonProps={{ danger: button.danger ?? false }}
      onConfirm={run}
    >
      <Button {...button} loading={isBusy}>
        {action}
      </Button>
    </Popconfirm>
  )
}
