import type { Card, WrittenAppointment } from '@edgar-auto-shop/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { failureMessage } from '../api/failure-text.ts';
import { useSubmissionKeys } from '../api/use-submission-keys.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Question } from '../ui/question.tsx';

interface Props {
  card: Card;
  onCancelled: (written: WrittenAppointment) => void;
}

/** Takes a job off the board, after a question: it is the one thing here that other people may not notice. */
export function CancelJob({ card, onCancelled }: Props) {
  const [asking, setAsking] = useState(false);
  const keyFor = useSubmissionKeys();
  const cancelling = useMutation({
    mutationFn: () =>
      client.cancelAppointment(card.id, card.version, { idempotencyKey: keyFor('cancel', card.version) }),
    onSuccess: onCancelled,
  });
  const say = text.job;
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {say.cancel}
      </Button>
      <Question
        open={asking}
        title={say.cancelTitle(card.customer_name)}
        body={say.cancelBody}
        yes={say.cancelYes}
        no={say.cancelNo}
        busy={cancelling.isPending}
        error={cancelling.isError ? failureMessage(cancelling.error) : undefined}
        onYes={() => cancelling.mutate()}
        onNo={() => setAsking(false)}
      />
    </>
  );
}
