// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files

extension NativeManifest {
  /// What became of a file between two manifests.
  public enum Change: Sendable, Hashable {
    /// Only the newer one lists it.
    case added(Entry)
    /// Only the older one lists it.
    case removed(Entry)
    /// Both list it, with other bytes.
    case changed(Entry, was: Digest)
  }

  /// What changed since an older manifest, in the order of the paths.
  public func changes(since old: NativeManifest) -> [Change] {
    var there = 0
    let changes = changes(from: 0, since: old, &there)
    return changes + (there..<old.count).map { .removed(old[$0]) }
  }

  /// What changed up to the last of these lines, from one line here and from one of an older
  /// manifest, which is moved on.
  func changes(from first: Int, since old: NativeManifest, _ there: inout Int) -> [Change] {
    var changes: [Change] = []
    var here = first
    while here < count {
      switch there == old.count ? -1 : compare(here, old, there) {
      case ..<0:
        changes.append(.added(self[here]))
        here += 1
      case 1...:
        changes.append(.removed(old[there]))
        there += 1
      default:
        if !hasSameDigest(here, old, there) {
          changes.append(.changed(self[here], was: old[there].digest))
        }
        here += 1
        there += 1
      }
    }
    return changes
  }
}
