// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization

/// The digest of a manifest, computed beside whatever else there is to do.
final class ManifestDigest: Sendable {
  private let manifest: NativeManifest
  private let computed = Mutex<Digest?>(nil)

  /// Begins to compute it.
  init(_ manifest: NativeManifest) {
    self.manifest = manifest
    Threads.begin { [self] in _ = value }
  }

  /// It, computed by whoever asks first.
  var value: Digest {
    computed.withLock { computed in
      if let computed { return computed }
      let digest = manifest.datasetDigest
      computed = digest
      return digest
    }
  }
}
