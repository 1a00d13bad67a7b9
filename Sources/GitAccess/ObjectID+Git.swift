// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Digests

// `git_oid` never leaves this target: its layout depends on how libgit2 was built.
extension ObjectID {
  init(_ oid: git_oid) {
    self = unsafe withUnsafeBytes(of: oid.id) { bytes in
      unsafe ObjectID(
        words: (
          bytes.loadUnaligned(as: UInt64.self),
          bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
          bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        ))
    }
  }

  var oid: git_oid {
    var oid = git_oid()
    let words = words
    unsafe withUnsafeMutableBytes(of: &oid.id) { bytes in
      unsafe bytes.storeBytes(of: words.0, as: UInt64.self)
      unsafe bytes.storeBytes(of: words.1, toByteOffset: 8, as: UInt64.self)
      unsafe bytes.storeBytes(of: words.2, toByteOffset: 16, as: UInt32.self)
    }
    return oid
  }
}
