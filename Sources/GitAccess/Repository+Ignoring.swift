// SPDX-License-Identifier: Apache-2.0

import Clibgit2
public import Files

extension Repository {
  /// Whether git's ignore rules name a path; whether it is tracked all the same does not count.
  public func isIgnored(_ path: RelativePath, isFolder: Bool) throws(GitError) -> Bool {
    // Patterns that end in a slash take only what is given with one.
    let text = (path.bytes + (isFolder ? [UInt8(ascii: "/")] : [])).map(CChar.init(bitPattern:))
    var answer: CInt = 0
    try call("apply ignore rules to '\(path)'") {
      unsafe git_ignore_path_is_ignored(&answer, handle, text + [0])
    }
    return answer == 1
  }
}
