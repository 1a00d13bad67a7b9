// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import SystemPackage

extension RepositoryFolder {
  /// What `modelgate.yaml` declares as it is here; nothing when there is none.
  func configuration() throws -> Configuration {
    let file = path.appending(Configuration.fileName)
    guard (try? FileStatus(following: file)) != nil else { return Configuration() }
    return try Configuration(parsing: try SmallFile.read(file, limit: 1 << 20))
  }
}
