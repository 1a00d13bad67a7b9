// SPDX-License-Identifier: Apache-2.0

extension TemporaryRepository {
  /// Lets Git LFS keep the files that some patterns match, by attributes in a folder.
  public func keepLargeFiles(_ patterns: String..., in folder: String = ".") async throws {
    try await git("lfs", "install", "--local")
    let lines = patterns.map { "\($0) filter=lfs diff=lfs merge=lfs -text\n" }
    try write(lines.joined(), to: "\(folder)/.gitattributes")
  }
}
