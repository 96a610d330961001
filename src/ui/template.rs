//! What is on every card of a long list is drawn once and cloned from then on: one call instead of a few for each node.
//!
//! A [`Made`] is a clone of a template with what differs put into it by hand, [`Drawn`] makes that a view. Templates
//! have no words: those change with the language.

use std::any::Any;
use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::{Position, PositionState};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Node};

/// The name of a template: what it is of, and its icon.
type Name = (&'static str, &'static str);

thread_local! {
    static TEMPLATES: RefCell<Vec<(Name, Element)>> = const { RefCell::new(Vec::new()) };
}

/// An element that is put together by hand, with what it lives by.
pub struct Made {
    root: Element,
    lives_by: Vec<Box<dyn Any>>,
}

impl Made {
    /// A clone of what `draw` draws: one element without words, the same for each use of the name.
    pub fn clone_of(name: Name, draw: impl FnOnce() -> AnyView) -> Self {
        let known = TEMPLATES
            .with_borrow(|all| all.iter().find(|(of, _)| *of == name).map(|(_, element)| element.clone()));
        let template = known.unwrap_or_else(|| {
            let drawn = draw().build().elements().into_iter().next();
            let element = drawn.unwrap_or_else(|| Rndr::create_element("span", None));
            TEMPLATES.with_borrow_mut(|all| all.push((name, element.clone())));
            element
        });
        let clone = template.clone_node_with_deep(true).map(JsCast::unchecked_into);
        Self { root: clone.unwrap_or(template), lives_by: Vec::new() }
    }

    /// The element.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// The first element inside that is meant by a selector.
    pub fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).ok().flatten().unwrap_or_else(|| self.root.clone())
    }

    /// Puts a view at the end of an element.
    pub fn put(&mut self, parent: &Element, view: AnyView) {
        let mut state = view.build();
        state.mount(parent, None);
        self.lives_by.push(Box::new(state));
    }

    /// Runs at once, and again whenever something changes that it reads; gets what it gave the last time.
    pub fn follow<T: 'static>(&mut self, effect: impl FnMut(Option<T>) -> T + 'static) {
        self.lives_by.push(Box::new(RenderEffect::new(effect)));
    }

    /// Runs at each press.
    pub fn on_press(&mut self, press: Callback<()>) {
        self.lives_by.push(Box::new(ev::on(ev::click, move |_| press.run(())).build(&self.root)));
    }
}

/// Gives an element an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    Rndr::set_attribute(element, name, value);
}

/// A view that is put together by hand when it is drawn.
pub struct Drawn(Box<dyn FnOnce() -> Made + Send>);

impl Drawn {
    /// The view that `make` makes.
    pub fn new(make: impl FnOnce() -> Made + Send + 'static) -> Self {
        Self(Box::new(make))
    }
}

impl Mountable for Made {
    fn unmount(&mut self) {
        self.root.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.root.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.root.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.root.clone()]
    }
}

impl Render for Drawn {
    type State = Made;

    fn build(self) -> Made {
        (self.0)()
    }

    fn rebuild(self, state: &mut Made) {
        let mut new = self.build();
        state.root.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for Drawn {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// There is no server that draws.
impl RenderHtml for Drawn {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Made {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
