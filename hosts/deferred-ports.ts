import type { AlarmBoard, ArtifactSigner, KeyRing, ModelRegistry, Notifier, ObjectStore } from '../core/ports.ts';

/** Loads a port, or a part of it, when it is first asked for; later it is there. */
type Load<P> = () => Promise<P>;

/** Calls `make` once, when it is first needed. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

// A port's methods are asynchronous, so that each of them can wait for the code behind the port. Written out: the compiler misses a method that
// is forgotten here, and no port turns into something that can be awaited.

export function deferredStore(bucket: string, load: Load<ObjectStore>): ObjectStore {
  return {
    bucket,
    read: async (...args) => (await load()).read(...args),
    write: async (...args) => (await load()).write(...args),
    create: async (...args) => (await load()).create(...args),
    readTagged: async (...args) => (await load()).readTagged(...args),
    replace: async (...args) => (await load()).replace(...args),
    list: async (...args) => (await load()).list(...args),
    head: async (...args) => (await load()).head(...args),
    remove: async (...args) => (await load()).remove(...args),
  };
}

export function deferredRegistry(load: Load<ModelRegistry>): ModelRegistry {
  return {
    register: async (...args) => (await load()).register(...args),
    describe: async (...args) => (await load()).describe(...args),
    list: async (...args) => (await load()).list(...args),
    stages: async (...args) => (await load()).stages(...args),
    stage: async (...args) => (await load()).stage(...args),
    setStage: async (...args) => (await load()).setStage(...args),
  };
}

export function deferredSigner(load: Load<ArtifactSigner>): ArtifactSigner {
  return { sign: async (...args) => (await load()).sign(...args) };
}

export function deferredKeys(load: Load<KeyRing>): KeyRing {
  return { check: async (...args) => (await load()).check(...args) };
}

export function deferredNotifier(load: Load<Notifier>): Notifier {
  return { notify: async (...args) => (await load()).notify(...args) };
}

export function deferredAlarms(load: Load<AlarmBoard>): AlarmBoard {
  return { red: async (...args) => (await load()).red(...args) };
}
