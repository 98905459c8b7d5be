import { Link } from "./router.tsx";

interface EmptyContent {
  readonly title: string;
  readonly why: string;
  readonly action?: { readonly to: string; readonly label: string };
}

export function Empty({ title, why, action }: EmptyContent) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="sub">{why}</p>
      {action !== undefined && (
        <Link className="button primary" to={action.to}>
          {action.label}
        </Link>
      )}
    </div>
  );
}
