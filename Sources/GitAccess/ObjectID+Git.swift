// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Digests

// `git_oid` never leaves this target: its layout depends on how libgit2 was built.
extension ObjectID {
  init(_ oid: git_oid) {
    let bytes = unsafe withUnsafeBytes(of: oid.id) { unsafe Array($0.prefix(20)) }
    self = ObjectID(bytes: bytes) ?? .zero
  }

  static let zero =
    ObjectID(bytes: [UInt8](repeating: 0, count: 20)) ?? ObjectID(hashing: [], type: "blob")

  var oid: git_oid {
    var oid = git_oid()
    unsafe withUnsafeMutableBytes(of: &oid.id) { unsafe $0.copyBytes(from: bytes) }
    return oid
  }
}
