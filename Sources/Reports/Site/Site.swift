// SPDX-License-Identifier: Apache-2.0

/// A static site about the models of a ledger: an index, and a page for each model.
///
/// It needs no network and no script, and holds nothing but what it was given.
public struct Site: Sendable {
  /// One file of the site.
  public struct File: Sendable {
    /// Where it goes, from the site's folder; ASCII.
    public let path: String
    /// Its content, UTF-8.
    public let text: String
  }

  /// What the index is called.
  public var title: String
  /// When the site was made, RFC 3339.
  public var madeOn: String
  /// The models in any order.
  public var models: [SiteModel]

  /// Describes a site.
  public init(title: String, madeOn: String, models: [SiteModel]) {
    self.title = title
    self.madeOn = madeOn
    self.models = models
  }

  /// The files, the index first, each made when it is asked for.
  public var files: some Sequence<File> {
    let oldestFirst = models.sorted {
      ($0.finishedOn, $0.invocation) < ($1.finishedOn, $1.invocation)
    }
    let families = Dictionary(grouping: oldestFirst, by: \.pipeline)
    let index = CollectionOfOne(index(oldestFirst.reversed()))
    let pages = families.values.lazy.joined().map { model in
      page(of: model, among: families[model.pipeline] ?? [])
    }
    return [AnySequence(index), AnySequence(pages)].joined()
  }

  private func index(_ models: [SiteModel]) -> File {
    let page = SitePage(
      title: title, home: nil, site: title, madeOn: madeOn,
      script: models.isEmpty ? nil : SiteScript.search,
      content: IndexPage(title: title, models: models).content)
    return File(path: "index.html", text: page.text)
  }

  /// With thousands of siblings each page would hold them all: the nearest are enough to see a trend.
  private func page(of model: SiteModel, among siblings: [SiteModel]) -> File {
    let place = siblings.firstIndex { $0.page == model.page } ?? 0
    let near = siblings[max(0, place - 50)..<min(siblings.count, place + 51)]
    let page = SitePage(
      title: "\(model.name), \(model.pipeline) \(model.invocation)", home: "../index.html",
      site: title, madeOn: madeOn,
      content: ModelPage(model: model, siblings: Array(near)).content)
    return File(path: "models/\(model.page).html", text: page.text)
  }
}
