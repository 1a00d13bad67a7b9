// SPDX-License-Identifier: Apache-2.0

/// The keys of a stamp, the same in every model format, in the order in which they are written.
enum StampKey: String, CaseIterable {
  case version = "modelgate.version"
  case commit = "modelgate.commit"
  case tree = "modelgate.tree"
  case repository = "modelgate.repository"
  case pipeline = "modelgate.pipeline"
  case data = "modelgate.data"
  case dependencies = "modelgate.dependencies"
  case build = "modelgate.build"

  /// Whether a stamp without it proves nothing.
  var isMandatory: Bool {
    switch self {
    case .version, .commit, .tree, .data, .dependencies: true
    case .repository, .pipeline, .build: false
    }
  }
}
