// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files

extension Policy {
  /// What a configuration asks of the gate, on a day.
  init(_ configuration: Configuration, on today: CalendarDay, from place: PolicyPlace? = nil) {
    self.init(
      levels: configuration.gate.levels,
      waivers: configuration.gate.waivers.map { waiver in
        Waiver(
          rule: waiver.rule, reason: waiver.reason, expires: waiver.expires.description,
          isExpired: today > waiver.expires
        ) { path in RelativePath(path).map(waiver.path.matches) ?? false }
      })
    (trust, self.place) = (configuration.trust, place)
  }
}
