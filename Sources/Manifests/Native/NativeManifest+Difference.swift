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
    var changes: [Change] = []
    var here = 0
    var there = 0
    while here < count || there < old.count {
      switch order(here, old, there) {
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

  /// Which of two lines comes first; a manifest that has ended comes last.
  private func order(_ here: Int, _ old: NativeManifest, _ there: Int) -> Int {
    if here == count { return 1 }
    if there == old.count { return -1 }
    return compare(here, old, there)
  }
}
