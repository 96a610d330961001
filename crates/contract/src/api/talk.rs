//! Posts, what is said to them, their photos, and the circles that they may be for.

use super::{Done, Row};
use crate::circle::{AskMembers, Circle, CircleMember, NewCircle, RenameCircle};
use crate::feed::{Accept, Comment, EditComment, EditPost, NewComment, NewPost, Post, React};
use crate::group::Member;
use crate::photo::{NewUpload, Upload};
use crate::{Endpoint, Method, Page};

endpoints! {
    /// A group's feed, newest first; what the history rule hides is not in it.
    POSTS: auth Get "/groups/{group}/posts" "posts.list", () => Page<Post>;
    /// A group's pinned posts, newest first.
    PINNED: auth Get "/groups/{group}/pinned" "posts.pinned", () => Page<Post>;
    /// Writes a post.
    NEW_POST: auth Post "/groups/{group}/posts" "posts.create", NewPost => Post | NotYours UrgentLimit NotInCircle;
    /// One post.
    POST: auth Get "/posts/{post}" "posts.get", () => Post | PostDeleted;
    /// Changes the words of one's own post, for a while after it was written.
    EDIT_POST: auth Put "/posts/{post}" "posts.edit", EditPost => Post | PostDeleted NotYours EditClosed;
    /// Deletes one's own post, or any for hosts.
    DELETE_POST: auth Delete "/posts/{post}" "posts.delete", () => Done | PostDeleted NotYours;
    /// Pins a post; hosts only.
    PIN_POST: auth Put "/posts/{post}/pin" "posts.pin", Done => Post | PostDeleted NotYours Conflict;
    /// Unpins it.
    UNPIN_POST: auth Delete "/posts/{post}/pin" "posts.unpin", () => Post | PostDeleted NotYours;
    /// Sets a reaction of mine, or takes it back.
    REACT: auth Put "/posts/{post}/reaction" "posts.react", React => Post | PostDeleted;
    /// Accepts a comment as the answer; who asked only.
    ACCEPT: auth Put "/posts/{post}/answer" "posts.accept", Accept => Post | PostDeleted Gone NotYours Conflict;
    /// Confirms what an announcement asks.
    CONFIRM_ROLL_CALL: auth Post "/posts/{post}/roll-call" "roll_call.confirm", Done => Post
        | PostDeleted Conflict;
    /// Who has not confirmed what an announcement asks; hosts only.
    ROLL_CALL: auth Get "/posts/{post}/roll-call" "roll_call.missing", () => Page<Member>
        | PostDeleted NotYours Conflict;
    /// A post's comments, oldest first, each with its replies under it.
    COMMENTS: auth Get "/posts/{post}/comments" "comments.list", () => Page<Comment> | PostDeleted;
    /// Writes a comment.
    NEW_COMMENT: auth Post "/posts/{post}/comments" "comments.create", NewComment => Comment | PostDeleted Gone;
    /// Changes the words of one's own comment, for a while after it was written.
    EDIT_COMMENT: auth Put "/comments/{comment}" "comments.edit", EditComment => Comment
        | PostDeleted Gone NotYours EditClosed;
    /// Deletes one's own comment, or any for hosts.
    DELETE_COMMENT: auth Delete "/comments/{comment}" "comments.delete", () => Done
        | PostDeleted Gone NotYours;

    /// Announces a photo for a post of mine in this group.
    NEW_UPLOAD: auth Post "/groups/{group}/uploads" "uploads.create", NewUpload => Upload | PhotoLimit;
    /// How far an upload of mine is. One that was never put into a post is forgotten after a day.
    UPLOAD: auth Get "/uploads/{photo}" "uploads.get", () => Upload;
    /// Sends the next bytes of an upload, as they are, from `?offset=`: as many as have come by now, or fewer, and
    /// what came before is left out. The last part has it looked at: what is no picture, or not the one that was
    /// announced, is refused and forgotten.
    APPEND: auth Put "/uploads/{photo}/bytes" "uploads.append", () => Upload | Conflict PhotoInvalid;
    /// Takes an upload of mine back that is in no post.
    CANCEL_UPLOAD: auth Delete "/uploads/{photo}" "uploads.cancel", () => Done;

    /// The circles of a group that I am in or asked for, the latest first.
    CIRCLES: auth Get "/groups/{group}/circles" "circles.list", () => Page<Circle>;
    /// Makes a circle and asks members to be in it; any member.
    NEW_CIRCLE: auth Post "/groups/{group}/circles" "circles.create", NewCircle => Circle | CircleLimit;
    /// One circle that I am in or asked for.
    CIRCLE: auth Get "/circles/{circle}" "circles.get", () => Circle;
    /// Gives it another name; who looks after it.
    RENAME_CIRCLE: auth Put "/circles/{circle}" "circles.rename", RenameCircle => Circle | NotYours;
    /// Dissolves it, for good: its posts are deleted for everybody. Who looks after it.
    DISSOLVE_CIRCLE: auth Delete "/circles/{circle}" "circles.dissolve", () => Done | NotYours;
    /// Who is in it, in the order of agreeing; after them, for who looks after it, who is asked or declined.
    CIRCLE_MEMBERS: auth Get "/circles/{circle}/members" "circles.members", () => Page<CircleMember>;
    /// Asks members to be in it; who looks after it. Nobody is in it before they agree.
    ASK_MEMBERS: auth Post "/circles/{circle}/members" "circles.ask", AskMembers => Circle | NotYours;
    /// Takes a member out of it, or the question back; who looks after it.
    REMOVE_FROM_CIRCLE: auth Delete "/circles/{circle}/members/{member}" "circles.remove", () => Circle
        | NotYours Conflict;
    /// Agrees to be in it.
    AGREE: auth Post "/circles/{circle}/membership" "circles.agree", Done => Circle | CircleFull;
    /// Declines, or leaves it, or puts a dissolved one away. When who looks after it leaves, it goes to who agreed
    /// first of the others; nobody being left, it is dissolved.
    LEAVE_CIRCLE: auth Delete "/circles/{circle}/membership" "circles.leave", () => Done;
}
