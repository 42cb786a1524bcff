/** One of the things that must answer alike: a model, or what the local environment runs on. */
export interface Subject {
  readonly name: string;
  readonly call: (operation: string, input: object) => Promise<Answer>;
}

/** What came back, as plain JSON; of an error the name by which code tells it, and the item it may carry. */
export type Answer = Readonly<Record<string, unknown>> & { readonly error?: string };

/** A model's answer. What is no answer of AWS but a hole in the model goes through. */
export async function answerOf(run: () => object): Promise<Answer> {
  try {
    return plain(run());
  } catch (error) {
    const { name, $fault, Item } = error as { name: string; $fault?: string; Item?: object };
    if ($fault === undefined) throw error;
    return plain({ error: name, Item });
  }
}

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Answer;
