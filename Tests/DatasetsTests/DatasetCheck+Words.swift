// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests

extension DatasetCheck {
  /// What differs, in order: `missing a.csv`.
  var words: [String] {
    differences.map { difference in
      let word =
        switch difference.kind {
        case .missing: "missing"
        case .extra: "extra"
        case .changed: "changed"
        case .irregular: "irregular"
        }
      return "\(word) \(difference.path?.description ?? "")"
    }
  }
}
