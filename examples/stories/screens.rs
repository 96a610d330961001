//! Screens made of the components, as the four functions will look.

use leptos::prelude::*;
use loadable::{Loadable, Notice};
use qunli::i18n::{Lang, k, lang, money};
use qunli::ui::*;

/// The text for the language in use.
fn t(zh: &'static str, en: &'static str) -> &'static str {
    if lang() == Lang::ZhCn { zh } else { en }
}

fn tiers() -> Vec<MeterTier> {
    let tier = |from, price| MeterTier { from, price, label: money(price, "CNY") };
    vec![tier(1, 12_800), tier(3, 9_900), tier(10, 7_900)]
}

fn tabs(current: usize) -> AnyView {
    let tab = |label, icon| Tab { label, icon, to: "x", waiting: false.into() };
    let mut tabs = vec![
        tab(k::common::group_tab(), glyph::HOME),
        tab(k::common::together_tab(), glyph::TOGETHER),
        tab(k::common::me_tab(), glyph::ME),
    ];
    if let Some(me) = tabs.last_mut() {
        me.waiting = (current == 0).into();
    }
    view! { <TabBar tabs current=Some(current) /> }.into_any()
}

pub fn home() -> AnyView {
    let knots = vec![Knot::new(0.87, KnotLook::Now, ""), Knot::new(1.0, KnotLook::Ahead, "")];
    view! {
        <Curtain cloth="blossom" />
        <div style:padding="16px 16px 8px" style:display="grid" style:gap="12px">
            <PageHead title=t("晨间普拉提·周四班", "Morning Pilates · Thursday")>
                <IconButton icon=glyph::QR label="QR" on_press=|| () />
            </PageHead>
            <div>
                <Thread passed=0.87 knots sentence="87 / 100" />
                <div class="stops">
                    <span><b class="num">{t("87 位成员", "87 members")}</b>{t("二维码开放中", "QR code is open")}</span>
                    <span><b class="num">"100"</b>{t("到这里二维码停用", "QR code switches off")}</span>
                </div>
            </div>
            <div><PersonaChip avatar="bloom-indigo" lead=t("在这里我叫", "I am") name=t("小满", "Xiaoman") on_press=|| () /></div>
        </div>
        <Page>
            <PinRow text=t("周四 19:30 的课改到 B 教室，请带防滑袜。", "Thursday 19:30 moves to Studio B. Please bring grip socks.") on_press=|| () />
            <ComposerRow avatar="bloom-indigo" label=t("说点什么", "Say something") on_press=|| ()>
                <IconButton plain=true icon=glyph::PHOTO label="photo" on_press=|| () />
            </ComposerRow>
            <NewPostsPill count=3_usize on_press=|| () />
            <Card article=true>
                <By avatar="star-madder" name=t("栗子教练", "Coach Lizi") when=t("今天 21:08", "Today 21:08")>
                    <RoleChip label=t("教练", "Coach") />
                </By>
                <p>{t("今晚的侧弯终于都松开了。照片只放在群里，想删自己的那张，点开就能删。", "Everyone found their side bend tonight. Photos stay in this group; open one to remove yourself.")}</p>
                <div class="acts">
                    <Act icon=glyph::HEART label=t("鼓励", "Cheer") count="12" on=true on_press=|| () />
                    <Act icon=glyph::TALK label=t("回应", "Reply") count="6" on_press=|| () />
                    <Act icon=glyph::MORE bare=true label=k::common::more() on_press=|| () />
                </div>
            </Card>
            <Card article=true>
                <Kind icon=glyph::TOGETHER label=t("拼团", "Group buy")>
                    <Pill icon=glyph::PEOPLE label=t("已有 6 人", "6 joined") />
                </Kind>
                <h2>{t("天然橡胶瑜伽垫 5 mm", "Natural rubber mat, 5 mm")}</h2>
                <Price now="¥99" was="¥128" note=t("现在结束，每人付 ¥99", "If it ended now, each pays ¥99") />
                <CompactMeter tiers=tiers() count=6 />
            </Card>
            <Card article=true>
                <Kind icon=glyph::SEAT label=t("转让名额", "Seat to pass on")>
                    <Pill icon=glyph::CHECK label=t("可接手", "Available") />
                </Kind>
                <Row top=true>
                    <DateTile parts=(t("3 月", "Mar").to_owned(), "12".to_owned(), t("周四", "Thu").to_owned()) />
                    <div class="grow">
                        <b class="block">{t("19:30 普拉提器械", "19:30 Pilates reformer")}</b>
                        <span class="sub block">{t("栗子教练·B 教室·山竹 转让", "Coach Lizi · Studio B · from Shanzhu")}</span>
                        <Price now="¥80" note=t("原价 ¥120", "paid ¥120") />
                    </div>
                </Row>
            </Card>
            <Boundary text=t("你在 3 月 2 日加入，", "You joined on 2 March.") then=t("此前的内容只属于更早的成员", "What came before belongs to earlier members") />
        </Page>
        {tabs(0)}
    }
    .into_any()
}

pub fn deal() -> AnyView {
    let crowded: Vec<MeterTier> = [(1, 12_800), (2, 11_800), (3, 9_900), (4, 8_900), (10, 7_900)]
        .map(|(from, price)| MeterTier { from, price, label: money(price, "CNY") })
        .into();
    view! {
        <Crumb to="x" label=t("一起", "Together") />
        <Page>
            <Card>
                <Row ends=true>
                    <Pill icon=glyph::PEOPLE label=t("进行中", "Open") />
                    <span class="cap">{t("山竹 发起·群里可见", "Started by Shanzhu · this group only")}</span>
                </Row>
                <h1>{t("天然橡胶瑜伽垫 5 mm", "Natural rubber yoga mat, 5 mm")}</h1>
                <Figure value="¥99" note=t("如果现在结束，你付这个价", "is what you pay if it ended now") />
            </Card>
            <Card>
                <h2>{t("人数和价格", "People and price")}</h2>
                <Meter tiers=tiers() count=6 />
                <p class="sub">{t("再有 4 人加入，所有人都付 ¥79。", "With 4 more, everyone pays ¥79.")}</p>
                <Row>
                    <AvatarStack of=vec!["plum-plum".to_owned(), "sprig-moss".to_owned(), "seed-turmeric".to_owned()] more=3_usize />
                    <span class="sub">{t("山竹、阿禾 等 6 人", "Shanzhu, Ahe and 4 others")}</span>
                </Row>
            </Card>
            <Card><h2>"0 / 20"</h2><Meter tiers=tiers() count=0 max=20 /></Card>
            <Card><h2>"5 tiers"</h2><Meter tiers=crowded count=12 max=16 /></Card>
            <Card>
                <Facts>
                    <Fact icon=glyph::CLOCK title=t("3 月 12 日 周四 20:00 截止", "Ends Thu 12 March, 20:00") note=t("北京时间，以服务器为准", "Beijing time, by our server") />
                    <Fact icon=glyph::REFUND title=t("不到 3 人，全部取消", "Fewer than 3 people: nobody pays") note=t("截止前随时可以退出", "Leave any time before it ends") />
                    <Fact icon=glyph::SHIELD plain=true title=t("成团后和群主结算", "Settle with the host at the end") />
                </Facts>
            </Card>
            <ActionBar inset=true>
                <Row ends=true>
                    <Pill state=PillState::Done icon=glyph::CHECK label=t("你已加入", "You joined") />
                    <Button small=true look=Look::Warn label=t("退出", "Leave") on_press=|| () />
                </Row>
            </ActionBar>
            <ActionBar inset=true>
                <Button wide=true label="x" blocked=t("20 个名额已满", "All 20 places are taken") on_press=|| () />
                <Button small=true look=Look::Text label=t("有人退出时告诉我", "Tell me if someone leaves") on_press=|| () />
            </ActionBar>
        </Page>
        <ActionBar>
            <Button wide=true label=t("加入拼团·最后付 ¥99", "Join · pay ¥99 at the end") rule=t("到 10 人每人 ¥79，不成团不用付", "¥79 at 10 people, nothing if it fails") on_press=|| () />
        </ActionBar>
    }
    .into_any()
}

pub fn seat() -> AnyView {
    let knots = vec![
        Knot::new(0.0, KnotLook::Reached, "¥0"),
        Knot::new(0.667, KnotLook::Now, "¥80"),
        Knot::new(1.0, KnotLook::Ahead, t("上限 ¥120", "cap ¥120")),
    ];
    let steps = vec![
        Step::new(StepLook::Done, t("你已接手", "You claimed"), "21:02"),
        Step::new(StepLook::Now, t("山竹 确认", "Shanzhu confirms"), t("等待中", "waiting")),
        Step::new(StepLook::Ahead, t("名单更新", "Roster updated"), t("教练可见", "coach sees it")),
    ];
    let strand = vec![
        Step::new(
            StepLook::Skipped,
            t("加入之前", "Before you join"),
            t("只属于更早的成员", "stays with earlier members"),
        ),
        Step::new(
            StepLook::Now,
            t("加入这一刻", "The moment you join"),
            t("你的线从这里开始", "your thread starts here"),
        ),
        Step::new(StepLook::Failed, t("没有成", "It fell through"), "21:30"),
        Step::new(
            StepLook::Ahead,
            t("加入之后", "After"),
            t("全部看得到，直到你离开", "everything, until you leave"),
        ),
    ];
    let value = RwSignal::new("2026-03-12T20:00".to_owned());
    let which = RwSignal::new("b".to_owned());
    let seg = RwSignal::new("seats".to_owned());
    view! {
        <Page>
            <Seg label="which" value=seg options=vec![
                ("deals".to_owned(), t("拼团", "Group buys").to_owned(), None),
                ("seats".to_owned(), t("名额", "Seats").to_owned(), Some(glyph::SEAT)),
            ] />
            <PageHead title=t("谁来不了，谁想来", "Someone can’t come, someone can") sub=t("只在本群转让，价格不能高于原价。", "Within this group only, never above the original price.") />
            <Card>
                <Figure value="¥80" note=t("山竹 买时 ¥120", "Shanzhu paid ¥120") />
                <Thread passed=0.667 knots sentence="80 / 120" />
                <Row ends=true>
                    <h2>{t("为你保留中", "Held for you")}</h2>
                    <Pill state=PillState::Held icon=glyph::HOLD label=t("保留到 21:10", "until 21:10") />
                </Row>
                <Stepper steps />
                <Strand steps=strand />
            </Card>
            <Card>
                <TextField label=t("课程", "Class") value=RwSignal::new(t("普拉提器械", "Reformer").to_owned()) hint=t("按课表上的名字写", "As on the timetable") />
                <MoneyField label=t("转让价", "Asking price") value=RwSignal::new("130".to_owned()) error=t("不能高于原价", "It cannot be above the original price") />
                <DateTimeField label=t("截止", "Ends") value hint="GMT+8" optional=true />
                <TextArea label=t("说明", "Note") value=RwSignal::new(String::new()) placeholder=t("比如：带上防滑袜", "For example: bring grip socks") optional=true />
                <Select label=t("教室", "Room") value=which options=vec![("a".to_owned(), "A".to_owned()), ("b".to_owned(), "B".to_owned())] />
                <Choices label=t("时间", "Time") value=which options=vec![("a".to_owned(), "10:30".to_owned(), true), ("b".to_owned(), "14:30".to_owned(), true), ("c".to_owned(), "16:00".to_owned(), false)] />
                <Switch label=t("隐藏数字", "Hide counts") hint=t("不显示鼓励数", "No cheer counts") icon=glyph::HIDDEN on=true on_change=|_| () />
                <CodeField value=RwSignal::new("7KQ4M".to_owned()) />
            </Card>
        </Page>
        {tabs(1)}
    }
    .into_any()
}

pub fn invite() -> AnyView {
    let pixel = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E%3Cpath d='M1 1h2v2H1zM6 1h2v2H6zM1 6h2v2H1zM4 4h1v1H4z'/%3E%3C/svg%3E";
    view! {
        <Crumb to="x" label=t("晨间普拉提", "Morning Pilates") />
        <Page>
            <Poster
                cloth="blossom"
                name=t("晨间普拉提·周四班", "Morning Pilates · Thursday")
                lead=t("小满 邀请你进群", "Xiaoman invites you in")
                left=(t("还可容纳 13 人", "13 places left").to_owned(), t("之后二维码停用", "then this QR switches off").to_owned())
                right=(t("3 月 16 日 24:00", "16 March, 24:00").to_owned(), t("二维码到期", "QR expires").to_owned())
            >
                <QrImage src=pixel what=t("晨间普拉提", "Morning Pilates") />
                <p class="sub num">{t("邀请码", "Code")}" "<b>"7KQ4-M2XD"</b></p>
                <p class="cap">{t("长按识别，或用相机扫一扫", "Long-press, or scan with your camera")}</p>
            </Poster>
            <Row fill=true>
                <Button icon=glyph::SAVE label=t("存成图片", "Save image") on_press=|| () />
                <Button look=Look::Line icon=glyph::SHARE label=t("发给朋友", "Send") on_press=|| () />
            </Row>
            <Card>
                <h2>{t("这个群怎么变大", "How this group grows")}</h2>
                <LifeLine count=87_u32 limit=100_u32 capacity=500_u32
                    first=(t("扫码加入", "Join by QR").to_owned(), t("现在 87 人，到 100 人停用", "87 now, closes at 100").to_owned())
                    second=(t("成员邀请", "Members invite").to_owned(), t("101 到 500 人", "From 101 to 500").to_owned()) />
                <LifeLine count=230_u32 limit=100_u32 capacity=500_u32
                    first=(t("扫码加入", "Join by QR").to_owned(), t("到 100 人停用", "closed at 100").to_owned())
                    second=(t("成员邀请", "Members invite").to_owned(), t("现在 230 人，到 500 人", "230 now, up to 500").to_owned()) />
            </Card>
            <SectionHead title=t("我发出的邀请", "Invitations I sent") note="2" />
            <List>
                <ListRow lead=|| view! { <Avatar of="water-celadon" /> } title=t("青柠", "Qingning") note=t("3 月 4 日 通过二维码", "4 March, by QR")>
                    <Pill state=PillState::Done icon=glyph::CHECK label=t("已加入", "Joined") />
                </ListRow>
                <ListRow lead=|| view! { <Avatar of="sprig-turmeric" /> } title=t("发给「楼下邻居」", "For “downstairs neighbour”") note=t("链接，还能用 5 天", "Link, works 5 more days")>
                    <Button small=true look=Look::Warn label=t("撤回", "Revoke") on_press=|| () />
                </ListRow>
            </List>
        </Page>
    }
    .into_any()
}

pub fn join() -> AnyView {
    let face = RwSignal::new("bloom-indigo".to_owned());
    view! {
        <Door cloth="lattice" lead=t("阿禾 邀请你进来", "Ahe invites you in") name=t("晨间普拉提周四班", "Morning Pilates Thursday") note=t("87 位成员·栗子教练", "87 members · Coach Lizi") />
        <Page>
            <Card>
                <h2>{t("进门之后，别人看到的你", "What others will see")}</h2>
                <Well><Row><Avatar of=face size="l" /><span class="grow"><b>{t("小满", "Xiaoman")}</b></span></Row></Well>
                <TextField label=t("在这个群里叫什么", "Your name in this group") value=RwSignal::new(t("小满", "Xiaoman").to_owned()) />
                <FacePicker value=face />
            </Card>
        </Page>
        <ActionBar>
            <Button wide=true label=t("用「小满」进群", "Join as Xiaoman") on_press=|| () />
            <Button wide=true look=Look::Text label=k::common::not_now() on_press=|| () />
        </ActionBar>
    }
    .into_any()
}

pub fn me() -> AnyView {
    let toasts = Toasts::from_context();
    let open = RwSignal::new(window().location().hash().unwrap_or_default().contains("sheet"));
    let theme = RwSignal::new("system".to_owned());
    if window().location().hash().unwrap_or_default().contains("toast") {
        toasts.push_with(t("已接在第 9 位", "You are no. 9"), k::common::undo(), || ());
    }
    view! {
        <Page>
            <PageHead title=t("每个群里的我", "Me, group by group") sub=t("一个群一个名字，互相看不见。", "One name per group. They never meet.") />
            <List>
                <ListLink to="x" lead=|| view! { <Patch cloth="blossom"><Avatar of="bloom-indigo" size="s" /></Patch> } title=t("小满", "Xiaoman") note=t("晨间普拉提·周四班", "Morning Pilates · Thursday") />
                <ListLink to="x" lead=|| view! { <Patch cloth="sprig"><Avatar of="moon-celadon" size="s" /></Patch> } title=t("团团妈妈", "Tuantuan’s mum") note=t("云杉路店·一岁宝宝群", "Yunshan Road · one-year-olds") />
                <ListLink to="x" lead=|| view! { <Patch cloth="water"><Avatar of="fish-turmeric" size="s" /></Patch> } title="Lynn" note=t("清迈慢住·三月", "Slow Chiang Mai · March") />
            </List>
            <SectionHead title=t("怎么看着舒服", "Make it comfortable") />
            <List>
                <ListLink to="x" icon=glyph::GLOBE title=t("语言", "Language") value=lang().own_name() />
                <li>
                    <Stack>
                        <Row><Icon of=glyph::THEME /><span>{t("外观", "Appearance")}</span></Row>
                        <Seg label="theme" value=theme options=vec![
                            ("system".to_owned(), t("跟随系统", "System").to_owned(), Some(glyph::CHECK)),
                            ("light".to_owned(), t("浅色", "Light").to_owned(), None),
                            ("dark".to_owned(), t("深色", "Dark").to_owned(), None),
                        ] />
                    </Stack>
                </li>
                <li><Switch label=t("隐藏数字", "Hide counts") hint=t("不显示鼓励数、打卡次数", "No cheer counts, no check-in totals") icon=glyph::HIDDEN on=true on_change=|_| () /></li>
                <li><Switch label=t("夜间安静", "Quiet nights") hint="22:00 – 07:00" icon=glyph::CLOCK on=false on_change=|_| () /></li>
            </List>
            <Row>
                <Button small=true look=Look::Soft label="toast" on_press=move || toasts.push_with(t("已接在第 9 位", "You are no. 9"), k::common::undo(), || ()) />
                <Button small=true look=Look::Soft label="sheet" on_press=move || open.set(true) />
            </Row>
            <Sheet open title=t("退出这次拼团？", "Leave this group buy?") sub=t("截止前还可以再加入。", "You can rejoin before it ends.")>
                <Stack>
                    <Button wide=true look=Look::Warn label=t("退出", "Leave") on_press=move || open.set(false) />
                    <Button wide=true look=Look::Soft label=t("留下", "Stay") on_press=move || open.set(false) />
                </Stack>
            </Sheet>
        </Page>
        {tabs(2)}
    }
    .into_any()
}

pub fn states() -> AnyView {
    let waiting: Loadable<String> = Loadable::Loading(None);
    let mut fault = Notice::new("internal");
    fault.reference = Some("Q-503-7F2A".into());
    let failed: Loadable<String> = Loadable::Failed(fault, None);
    let stale = Loadable::Failed(Notice::new("offline"), Some("stale".to_owned()));
    let lost: Loadable<String> = Loadable::Failed(Notice::new("not_found"), None);
    view! {
        <Banner edge=true icon=glyph::CLOUDOFF title=t("没有网络。", "You are offline.") body=t("正在看 22:41 存下的内容，你写的会先留在本机。", "Showing what was saved at 22:41. What you write stays on this phone for now.") />
        <Page>
            <Loaded value=waiting retry=|| () let:item>{item}</Loaded>
            <State art=Art::Door title=t("门开着，还没人说话", "The door is open, no one has spoken") body=t("说一句你好，或者先请几个人进来。", "Say hello, or ask a few people in first.")>
                <Button label=t("说第一句", "Say the first word") on_press=|| () />
                <Button look=Look::Line label=t("请人进来", "Invite") on_press=|| () />
            </State>
            <Loaded value=failed retry=|| () let:item>{item}</Loaded>
            <Loaded value=stale retry=|| () let:item><Card>{item}</Card></Loaded>
            <Loaded value=lost retry=|| () let:item>{item}</Loaded>
            <State art=Art::CameraOff title=t("相机没有打开", "The camera is off") body=t("可以不开相机：从相册选一张，或输入邀请码。", "You can do without it: choose a photo, or type the code.")>
                <Button wide=true icon=glyph::PHOTO label=t("从相册选", "Choose a photo") on_press=|| () />
                <Button wide=true look=Look::Line icon=glyph::KEYS label=t("输入邀请码", "Type the code") on_press=|| () />
            </State>
        </Page>
    }
    .into_any()
}
