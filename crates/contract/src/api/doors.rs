//! Accounts, groups, invites: who somebody is, and how they come in.

use super::{Done, Row};
use crate::account::{CodeSent, Me, PhoneAndCode, Recover, RecoveryCode, RequestCode, Session};
use crate::group::{Group, MarkRead, Member, NewGroup, Persona, SetPolicy, SetRole};
use crate::info::Info;
use crate::invite::{Invite, InvitePreview, Join, Joined, NewInvite, PreviewInvite};
use crate::wechat::{BeginWechat, PageSignature, PageToSign, WechatBegun, WechatReturn};
use crate::{Endpoint, Method, Page};

endpoints! {
    /// What the backend is; a demo database lists its sign-ins.
    INFO: open Get "/info" "info", () => Info;
    /// Sends a code to a phone.
    REQUEST_CODE: open Post "/sign-in/codes" "sign_in.code", RequestCode => CodeSent;
    /// Signs in with phone and code; makes the account when the phone is new.
    SIGN_IN: open Post "/sessions" "sessions.create", PhoneAndCode => Session | CodeWrong CodeExpired;
    /// Signs in with a recovery code, and ends every other session of the account.
    RECOVER: open Post "/sessions/recovery" "sessions.recover", Recover => Session | RecoveryUnknown;
    /// Ends this session.
    SIGN_OUT: auth Delete "/sessions/current" "sessions.end", () => Done;
    /// My account.
    ME: auth Get "/me" "me.get", () => Me;
    /// Verifies a phone for my account.
    VERIFY_PHONE: auth Post "/me/phone" "me.verify_phone", PhoneAndCode => Me
        | CodeWrong CodeExpired PhoneTaken;
    /// Makes a new recovery code.
    NEW_RECOVERY_CODE: auth Post "/me/recovery-code" "me.recovery_code", Done => RecoveryCode;

    /// Signs a page for WeChat's JS-SDK, once, for the address that it was opened with.
    SIGN_PAGE: open Post "/wechat/signatures" "wechat.sign_page", PageToSign => PageSignature
        | WechatOff WechatOrigin WechatUnreachable WechatBusy WechatFailed;
    /// Begins signing in with WeChat; with a session, linking WeChat to its account.
    BEGIN_WECHAT: open Post "/wechat/authorizations" "wechat.begin", BeginWechat => WechatBegun
        | Unauthenticated WechatOff WechatOrigin;
    /// Signs in with what WeChat sent back; makes the account, which has no persona, when the person is new.
    SIGN_IN_BY_WECHAT: open Post "/sessions/wechat" "sessions.wechat", WechatReturn => Session
        | WechatOff WechatState WechatCode WechatRefused WechatSnapshot WechatUnreachable WechatBusy WechatFailed;
    /// Links WeChat to my account with what it sent back.
    LINK_WECHAT: auth Post "/me/wechat" "me.link_wechat", WechatReturn => Me
        | WechatOff WechatState WechatCode WechatRefused WechatSnapshot WechatUnreachable WechatBusy WechatFailed
          WechatTaken WechatLinked;

    /// My groups, the latest joined first.
    GROUPS: auth Get "/groups" "groups.list", () => Page<Group>;
    /// Makes a group, which may stand beside one that I run.
    NEW_GROUP: auth Post "/groups" "groups.create", NewGroup => Group
        | PhoneUnverified NotFound NotMember NotYours GroupDissolved;
    /// One group of mine.
    GROUP: auth Get "/groups/{group}" "groups.get", () => Group;
    /// Gives it other rules; hosts only. Limits below the head count only close the door; QR codes that the
    /// new limit kills stay dead when it is raised again.
    SET_POLICY: auth Put "/groups/{group}/policy" "groups.set_policy", SetPolicy => Group | NotYours Conflict;
    /// Dissolves it, for good; hosts only. Open offers are taken back, everybody's persona is erased. Doing it
    /// again changes nothing.
    DISSOLVE: auth Delete "/groups/{group}" "groups.dissolve", () => Done | NotYours;
    /// Its members, hosts first, then by joining.
    MEMBERS: auth Get "/groups/{group}/members" "members.list", () => Page<Member>;
    /// Changes my persona in it.
    SET_PERSONA: auth Put "/groups/{group}/persona" "groups.set_persona", Persona => Group | NicknameTaken;
    /// Says how far I have read it, on all my phones. What I have read before stays read.
    MARK_READ: auth Put "/groups/{group}/read" "groups.mark_read", MarkRead => Group;
    /// Leaves it. My open offers are taken back, open deals of mine are called off.
    LEAVE: auth Delete "/groups/{group}/membership" "groups.leave", () => Done | LastHost;
    /// Removes a member: hosts anybody but hosts, stewards those without a role. Every open QR of the group,
    /// and each unused invite they made, is revoked: they may hold any of them, and without their account
    /// nobody knows them again. With it, no invite made until then lets them in. What still does: an unused
    /// personal invite of somebody else, taken under a new account.
    REMOVE_MEMBER: auth Delete "/groups/{group}/members/{member}" "members.remove", () => Done | NotYours;

    /// Gives a member another role; hosts only. A host is made by a host and steps down alone; the last one
    /// hands over first.
    SET_ROLE: auth Put "/groups/{group}/members/{member}/role" "members.set_role", SetRole => Member
        | NotYours LastHost;

    /// The invites I made; hosts see all.
    INVITES: auth Get "/groups/{group}/invites" "invites.list", () => Page<Invite>;
    /// Makes an invite. Making a QR again while mine is open answers a new one; both work.
    NEW_INVITE: auth Post "/groups/{group}/invites" "invites.create", NewInvite => Invite
        | QrLimitReached GroupFull;
    /// Takes an invite back, for good.
    REVOKE_INVITE: auth Delete "/invites/{invite}" "invites.revoke", () => Invite | NotYours;
    /// What an invite leads to. A POST, so that the secret stays out of logs.
    PREVIEW_INVITE: open Post "/invites/preview" "invites.preview", PreviewInvite => InvitePreview
        | Unauthenticated InviteUnknown InviteExpired InviteRevoked InviteUsed QrLimitReached GroupFull
          GroupDissolved NotAllowed;
    /// Joins by an invite.
    JOIN: open Post "/invites/join" "invites.join", Join => Joined
        | Unauthenticated InviteUnknown InviteExpired InviteRevoked InviteUsed QrLimitReached GroupFull
          GroupDissolved NotAllowed AlreadyMember NicknameTaken PhoneUnverified;
}
