// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files

extension Policy {
  /// What a configuration asks of the gate, on a day.
  init(_ configuration: Configuration, on today: CalendarDay, from place: PolicyPlace? = nil) {
    self.init(
      levels: configuration.gate.levels,
      waivers: configuration.gate.waivers.map { waiver in
        Waiver(
          rule: waiver.rule, reason: waiver.reason, expires: waiver.expires.description,
          isExpired: !waiver.holds(on: today)
        ) { place in
          // What cannot be a path is about some file nevertheless, and covered by nothing.
          let path = place.path.map { RelativePath(described: $0) }
          if case .some(nil) = path { return false }
          return waiver.scope.covers(
            path: path ?? nil, isFolder: place.isFolder, commit: place.commit?.description,
            reference: place.reference)
        }
      })
    (trust, self.place) = (configuration.trust, place)
  }
}
