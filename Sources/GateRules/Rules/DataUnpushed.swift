// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Remotes

extension Rule {
  static let dataUnpushed = Rule(
    id: "data/unpushed",
    title: "data is not in its remote storage",
    explanation: """
      A committed manifest tells everybody which data a model was trained on; without the bytes in \
      a remote nobody but this machine has them. From the preset 'build' on, DVC's remotes, the LFS \
      server, annex repositories and the 'remote:' of declared datasets are asked, as they are now, \
      for every object that the commit needs. A remote that cannot be asked leaves the question \
      open, and an open question never passes. The presets 'develop' and 'push' use no network, \
      whatever level is set.
      """,
    levels: { $0 >= .build ? .error : .off }
  ) { snapshot in
    // What makes a manifest unreadable, the rules about manifests tell.
    snapshot.remotes.flatMap { report in
      let place = report.manifest.map { Location($0) }
      if case .undecided(let reason) = report.outcome {
        return [
          Violation(
            "the remote of '\(report.name)' cannot be judged: \(reason)", at: place,
            hints: report.hints, isUndecided: true)
        ]
      }
      return report.absent + report.open
    }
  }
}

extension RemoteReport {
  /// What the remote has not got, each by its own name.
  fileprivate var absent: [Rule.Violation] {
    objects.filter(\.presence.isAbsent).map { object in
      Rule.Violation(
        "'\(object.path)' is not in the remote\(shown): \(object.presence.reason ?? "")",
        at: Location(object.path), hints: hints)
    }
  }

  /// What could not be asked, once for each reason.
  fileprivate var open: [Rule.Violation] {
    let reasons = objects.filter(\.presence.isUndecided).map { $0.presence.reason ?? "" }
    var counts: [(reason: String, count: Int)] = []
    for reason in reasons {
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].count += 1
      } else {
        counts.append((reason, 1))
      }
    }
    return counts.map { reason, count in
      Rule.Violation(
        "\(count) of \(objects.count) objects of '\(name)' could not be asked for in the remote\(shown): \(reason)",
        at: manifest.map { Location($0) }, hints: hints, isUndecided: true)
    }
  }

  private var shown: String { remote.map { " '\($0)'" } ?? "" }
}
